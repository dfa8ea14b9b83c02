"""CPU seconds of each process of the stack (by its command line) between two calls: cpu.py save FILE | cpu.py diff FILE"""
import os,sys,json,re
def names():
    out={}
    for p in os.listdir('/proc'):
        if not p.isdigit(): continue
        try:
            c=open('/proc/%s/cmdline'%p).read().replace('\0',' ')
            s=open('/proc/%s/stat'%p).read().rsplit(')',1)[1].split()
            comm=open('/proc/%s/comm'%p).read().strip()
        except OSError: continue
        m=re.search(r'([a-z]+-service|gateway)/target|(MongoStandIn)|(kafka\.Kafka)|(keycloak)|(S3Proxy)|(redis)|(postgres)|(clients\.[a-z]+\.\w+)',c)
        n=(next(g for g in m.groups() if g) if m else comm)
        out[p]=(n,(int(s[11])+int(s[12]))/100)
    return out
if sys.argv[1]=='save': json.dump(names(),open(sys.argv[2],'w'))
else:
    a=json.load(open(sys.argv[2])); b=names(); t={}
    for p,(n,c) in b.items(): t[n]=t.get(n,0)+c-(a.get(p,[n,0])[1])
    print({k:round(v,1) for k,v in sorted(t.items(),key=lambda x:-x[1]) if v>0.5})
