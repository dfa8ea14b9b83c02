import json,sys,os,random
d,n,tag=sys.argv[1],int(sys.argv[2]),sys.argv[3]
os.makedirs(d,exist_ok=True); r=random.Random(3)
P=open(d+"/Patient.ndjson","w");O=open(d+"/Observation.ndjson","w");C=open(d+"/Condition.ndjson","w");E=open(d+"/Encounter.ndjson","w");I=open(d+"/Immunization.ndjson","w");A=open(d+"/AllergyIntolerance.ndjson","w")
total=0
def w(f,x):
    global total; total+=1; f.write(json.dumps(x)+"\n")
G=["Ada","Ben","Cora","Dev","Ela","Finn","Gita","Hugo","Iris","Jan"];F=["Arden","Birch","Cole","Dale","Eames","Frost","Glass","Hale"]
for i in range(n):
    p="%s-%d"%(tag,i); s={"reference":"Patient/"+p}
    w(P,{"resourceType":"Patient","id":p,"name":[{"given":[G[i%10]],"family":F[i//10%8]+" "+tag+"x%d"%i}],"birthDate":"19%02d-%02d-%02d"%(30+i%70,1+i%12,1+i%28),"gender":["female","male"][i%2],"identifier":[{"system":"urn:bulk:"+tag,"value":p}]})
    for k in range(20):
        code,disp,u,v=[("8310-5","Body temperature","Cel",36.5+k%3),("8867-4","Heart rate","/min",60+k),("29463-7","Body weight","kg",60+k),("2339-0","Glucose","mg/dL",80+k)][k%4]
        w(O,{"resourceType":"Observation","id":"o%s-%d"%(p,k),"status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory" if k%4==3 else "vital-signs"}]}],"subject":s,"code":{"coding":[{"system":"http://loinc.org","code":code,"display":disp}]},"effectiveDateTime":"20%02d-05-%02dT10:%02d:00Z"%(10+k//4,1+i%28,k),"valueQuantity":{"value":v,"unit":u,"system":"http://unitsofmeasure.org","code":u}})
    for k in range(4):
        w(C,{"resourceType":"Condition","id":"c%s-%d"%(p,k),"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},"subject":s,"code":{"coding":[{"system":"http://snomed.info/sct","code":str(38341003+k),"display":["Hypertension","Migraine","Asthma","Eczema"][k]}]},"onsetDateTime":"201%d-03-01"%k})
    for k in range(3):
        w(E,{"resourceType":"Encounter","id":"e%s-%d"%(p,k),"status":"finished","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB"},"subject":s,"period":{"start":"201%d-04-01T10:00:00Z"%k,"end":"201%d-04-01T10:20:00Z"%k},"type":[{"text":"Check-up"}]})
        w(I,{"resourceType":"Immunization","id":"i%s-%d"%(p,k),"status":"completed","patient":s,"vaccineCode":{"coding":[{"system":"http://hl7.org/fhir/sid/cvx","code":"140","display":"Influenza"}]},"occurrenceDateTime":"201%d-10-01"%k})
    w(A,{"resourceType":"AllergyIntolerance","id":"a"+p,"clinicalStatus":{"coding":[{"code":"active"}]},"patient":s,"code":{"coding":[{"system":"http://snomed.info/sct","code":"91936005","display":"Allergy to penicillin"}],"text":"Penicillin"},"recordedDate":"2015-01-01"})
print(total,"resources")
